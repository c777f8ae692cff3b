"""共享交换: what the platform hands to others, one folder a partner."""
