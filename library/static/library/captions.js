// An enhancement: plays from a caption and shows which one is heard.
const player = document.querySelector("[data-player]");
const captions = [...document.querySelectorAll("[data-caption]")];

const seconds = (field) => {
  const parts = field.value.replaceAll("：", ":").replace(",", ".").split(":").map(Number);
  return parts.some(Number.isNaN) ? NaN : parts.reduce((sum, part) => sum * 60 + part, 0);
};
const times = (caption) => [...caption.querySelectorAll(".caption__times input[type=text]")].map(seconds);

if (player) {
  for (const caption of captions) {
    const button = caption.querySelector("[data-play-caption]");
    button.hidden = false;
    button.addEventListener("click", () => {
      const [start] = times(caption);
      player.currentTime = Number.isNaN(start) ? player.currentTime : start;
      player.play().catch(() => {});
    });
  }
  player.addEventListener("timeupdate", () => {
    for (const caption of captions) {
      const [start, end] = times(caption);
      const now = player.currentTime;
      caption.classList.toggle("caption--now", now >= start && now < end);
    }
  });
}
