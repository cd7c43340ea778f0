"""What everything shares that asks others over the network: who asks, for how long, and when again."""
