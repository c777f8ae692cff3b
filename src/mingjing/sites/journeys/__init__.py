"""Journeys: a county built through the operations, and stories played in it, as a legal officer writes them."""
