"""The site without a line: an app to install, what a device may keep, and whose it is."""
