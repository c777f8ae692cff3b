"""Inspections: random draws that anyone can replay (双随机、一公开)."""
