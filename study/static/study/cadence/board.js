// An enhancement: draws what the tables beside say. Without it the tables are all there is.
const data = JSON.parse(document.getElementById("board-charts")?.textContent ?? "{}");
const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
const still = matchMedia("(prefers-reduced-motion: reduce)");
const dark = matchMedia("(prefers-color-scheme: dark)");
// Shades differ in lightness as well as in colour, and every bar carries a pattern of its own.
const shades = () => [token("--ok"), token("--gold"), token("--red"), token("--ink-2"), token("--warn")];
const PATTERNS = [
  { symbol: "none" },
  { dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4 },
  { symbol: "circle", dashArrayX: [[6, 6], [0, 6, 6, 0]], dashArrayY: [5, 0], symbolSize: 0.6 },
  { dashArrayX: [1, 0], dashArrayY: [3, 3], rotation: Math.PI / 4 },
  { symbol: "rect", dashArrayX: [4, 8], dashArrayY: [4, 8], symbolSize: 0.5 },
];

function options(chart) {
  const ink = token("--ink-2");
  const text = { color: ink, fontFamily: token("--sans") };
  return {
    animation: !still.matches,
    aria: { enabled: true, decal: { show: true, decals: PATTERNS.map((one) => ({ color: "rgba(255,255,255,.45)", ...one })) } },
    color: shades(),
    textStyle: text,
    legend: { bottom: 0, textStyle: text, itemWidth: 16, itemHeight: 12 },
    tooltip: { trigger: "axis", renderMode: "richText", axisPointer: { type: "shadow" } },
    grid: { left: 8, right: 8, top: 16, bottom: 56, containLabel: true },
    xAxis: { type: "category", data: chart.labels, axisLabel: { ...text, interval: 0, hideOverlap: true }, axisTick: { show: false } },
    yAxis: { type: "value", minInterval: 1, axisLabel: text, splitLine: { lineStyle: { color: token("--rule") } } },
    series: chart.series
      .filter((one) => one.values.some((value) => value > 0))
      .map((one) => ({ name: one.name, type: "bar", stack: "all", barMaxWidth: 36, data: one.values })),
  };
}

function draw() {
  for (const box of document.querySelectorAll("[data-chart]")) {
    const chart = data[box.dataset.chart];
    if (!chart?.labels.length || !chart.series.some((one) => one.values.some((value) => value > 0))) continue;
    const drawn = window.echarts.getInstanceByDom(box);
    if (!drawn) box.append(document.createElement("div"));
    (drawn ?? window.echarts.init(box, null, { renderer: "canvas" })).setOption(options(chart), true);
  }
}

function start() {
  draw();
  addEventListener("resize", () => {
    for (const box of document.querySelectorAll("[data-chart]")) window.echarts.getInstanceByDom(box)?.resize();
  });
  dark.addEventListener("change", draw);
}

if (window.echarts) start();
