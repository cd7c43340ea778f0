"""The trained half of tagging: a small transformer encoder that reads windows of an article."""
