"""Pages of the bureau, one module per part of the menu."""
