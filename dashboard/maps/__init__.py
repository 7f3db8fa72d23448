"""Maps of the Doorstroompunt regions: a tile map always, true shapes when their boundaries were fetched.

A page makes one `Cell` per region, calls `shape_map` when `shapes` finds boundaries and else `tile_map`, and puts
`left_out` among its notes. Every region is a link with its name and value; assets/map.js draws it.
"""

from .cells import KINDS, About, Cell, left_out
from .drawing import shape_map, tile_map
from .shapes import Shapes, shapes

__all__ = ["KINDS", "About", "Cell", "Shapes", "left_out", "shape_map", "shapes", "tile_map"]
