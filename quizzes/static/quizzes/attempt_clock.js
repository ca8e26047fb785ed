// The time left, by the server's count at the moment the page was made; what counts in the end is the server's clock.
const SAID_AT = [300, 60];
// With hours or days to go nobody is hurried: the page goes on saying until when.
const FAR_SECONDS = 3 * 3600;

const two = (number) => String(number).padStart(2, "0");

function inWords(left) {
  const [hours, minutes, seconds] = [Math.floor(left / 3600), Math.floor((left % 3600) / 60), left % 60];
  return hours ? `还剩 ${hours}:${two(minutes)}:${two(seconds)}` : `还剩 ${two(minutes)}:${two(seconds)}`;
}

export function runClock(clock, { say, over }) {
  const end = Date.now() + Number(clock.dataset.seconds) * 1000;
  const until = clock.textContent;
  let before = Number(clock.dataset.seconds);
  const tick = () => {
    const left = Math.max(0, Math.round((end - Date.now()) / 1000));
    const text = left > FAR_SECONDS ? until : inWords(left);
    if (clock.textContent !== text) clock.textContent = text;
    clock.classList.toggle("is-short", left <= 60);
    const mark = SAID_AT.find((seconds) => left <= seconds && seconds < before);
    if (mark) say(`还剩 ${mark / 60} 分钟。`);
    before = left;
    if (left > 0) setTimeout(tick, 1000);
    else over();
  };
  tick();
}
