"""What the backend tells whoever listens."""

from django.dispatch import Signal

# Arguments: index (the name of its root model), backend, keys (of what could not be brought up to date), error.
update_failed = Signal()
# Arguments: index (the name of its root model), backend.
update_written = Signal()
# Documents are about to be made, or compared with those in the index: whatever decides their words has to be up to date.
about_to_prepare = Signal()
