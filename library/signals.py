"""What the library tells whoever listens."""

from django.dispatch import Signal

# A logged-in member opened a reading page: material (the text shown), member, request.
material_opened = Signal()
# The provisions of a material were made anew: material.
provisions_rebuilt = Signal()
