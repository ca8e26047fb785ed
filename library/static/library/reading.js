// An enhancement: the contents show where one is. Everything works without it.
const links = new Map(
  [...document.querySelectorAll(".toc a")].map((link) => [decodeURIComponent(link.hash.slice(1)), link]),
);
const headings = [...links.keys()].map((id) => document.getElementById(id)).filter(Boolean);

if (headings.length && "IntersectionObserver" in window) {
  let current = null;
  const observer = new IntersectionObserver(
    () => {
      const passed = headings.filter((heading) => heading.getBoundingClientRect().top < 120);
      const link = links.get((passed.at(-1) ?? headings[0]).id);
      if (link === current) return;
      current?.removeAttribute("aria-current");
      link.setAttribute("aria-current", "true");
      link.scrollIntoView({ block: "nearest" });
      current = link;
    },
    { rootMargin: "-100px 0px -70% 0px" },
  );
  headings.forEach((heading) => observer.observe(heading));
}

// An enhancement: whoever comes from a search or a result sees the words they came for marked in their place.
const wanted = new URLSearchParams(location.search).getAll("mark").map((words) => words.replace(/\s+/g, ""));
const place = location.hash && document.getElementById(decodeURIComponent(location.hash.slice(1)));

function textPlaces(root) {
  const places = [];
  const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
  while (walker.nextNode()) {
    [...walker.currentNode.data].reduce((at, character) => {
      if (character.trim() && !walker.currentNode.parentElement.closest("mark")) places.push({ node: walker.currentNode, at, character });
      return at + character.length;
    }, 0);
  }
  return places;
}

function markWords(root, words) {
  const places = textPlaces(root);
  const start = places.map((one) => one.character).join("").indexOf(words);
  if (start < 0) return;
  const spans = new Map();
  for (const { node, at, character } of places.slice(start, start + words.length)) {
    const span = spans.get(node) ?? { from: at };
    spans.set(node, { from: span.from, to: at + character.length });
  }
  for (const [node, { from, to }] of spans) {
    const range = document.createRange();
    range.setStart(node, from);
    range.setEnd(node, to);
    range.surroundContents(document.createElement("mark"));
  }
  root.classList.add("has-mark");
}

if (place) wanted.filter(Boolean).forEach((words) => markWords(place, words));
