"""Articles in web pages: what a page says of itself, its text, and whether it holds an article at all.

A page is parsed in a process of its own (`worker`), which can be ended whatever it is at (`process`); what
comes back is plain data (`page.Page`), of which `article` makes an article.
"""
