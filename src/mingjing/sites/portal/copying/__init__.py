"""The static copy: the whole portal as plain files that any web server can hand out."""
