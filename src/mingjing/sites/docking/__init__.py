"""Parts of the docking station's agent that stand in files of their own; `mingjing carry station` makes one file of them."""
