// Where the style sheet cannot show closed filters on a desk.
const filters = document.querySelector(".search-filters__all");
if (filters && matchMedia("(min-width: 860px)").matches) filters.open = true;
