"""What the golden data is made of: one module for each area, each with make(out, seeds)."""
