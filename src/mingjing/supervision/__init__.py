"""监督与统计: what the year was like, counted from the acts, and answered for."""
