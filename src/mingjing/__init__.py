"""明镜: the open platform for China's administrative enforcement three systems."""

__version__ = "0.1.0"
