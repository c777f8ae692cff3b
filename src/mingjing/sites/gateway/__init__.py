"""接口: what other systems call. JSON over HTTP, keys instead of sessions."""
