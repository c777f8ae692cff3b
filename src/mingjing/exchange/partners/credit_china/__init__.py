"""信用平台: the credit channel, with its own classes and terms; carried as files where no network reaches it."""
