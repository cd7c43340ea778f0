"""Ingesting in partitions: inputs to shards, on one machine or many, and shards into a store.

    inputs ──plan──▶ partitions ──make──▶ shards in a folder ──load──▶ store

A shard depends on the inputs of its partition and on the configuration alone (`.writer` says what it holds),
so that shards can be made anywhere, in any order, and again.
"""
