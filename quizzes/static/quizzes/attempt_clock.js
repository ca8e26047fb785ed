// The time left, by the server's count at the moment the page was made; what counts in the end is the server's clock.
const SAID_AT = [300, 60];

export function runClock(clock, { say, over }) {
  const end = Date.now() + Number(clock.dataset.seconds) * 1000;
  let before = Number(clock.dataset.seconds);
  const tick = () => {
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    const minutes = String(Math.floor(left / 60)).padStart(2, "0");
    clock.textContent = `还剩 ${minutes}:${String(left % 60).padStart(2, "0")}`;
    clock.classList.toggle("is-short", left <= 60);
    const mark = SAID_AT.find((seconds) => left <= seconds && seconds < before);
    if (mark) say(`还剩 ${mark / 60} 分钟。`);
    before = left;
    if (left > 0) setTimeout(tick, 1000);
    else over();
  };
  tick();
}
