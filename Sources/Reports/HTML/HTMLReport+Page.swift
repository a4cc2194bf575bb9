extension HTMLReport {
  /// How it looks: one column, light and dark, blue and orange-red as on the screen.
  static let style = """
    :root { color-scheme: light dark;
      --back: #fbfbfa; --card: #ffffff; --text: #1c2024; --dim: #60666e; --line: #d9dce0;
      --a: #3b78c4; --b: #86b0e3; --several: #5b6f86; --bad: #d1491b; --bad2: #f4b49d;
      --run: #2a9d78; --pending: #e3b341; --good: #1f7a4d; }
    @media (prefers-color-scheme: dark) { :root {
      --back: #121417; --card: #1a1d21; --text: #e6e8ea; --dim: #9aa1a9; --line: #33383f;
      --a: #5a9bec; --b: #2f5f9e; --several: #8497ad; --bad: #ff7a4d; --bad2: #7a2f16;
      --run: #3fbf95; --pending: #b98a1f; --good: #56c98d; } }
    * { box-sizing: border-box; }
    body { margin: 0; background: var(--back); color: var(--text);
      font: 16px/1.5 system-ui, sans-serif; }
    main { max-width: 72rem; margin: 0 auto; padding: 1rem; }
    h1 { font-size: 1.6rem; margin: .5rem 0 0; overflow-wrap: anywhere; }
    h2 { font-size: 1.1rem; margin: 0 0 .5rem; }
    section { background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
      padding: .9rem; margin: 1rem 0; }
    .facts, .legend, .axis, .controls span, output { color: var(--dim); font-size: .9rem; }
    .verdict { font-weight: 600; overflow-wrap: anywhere; }
    .good { color: var(--good); } .bad { color: var(--bad); }
    .tiles { display: grid; gap: .5rem; grid-template-columns: repeat(auto-fill, minmax(8.5rem, 1fr)); }
    .tiles div { background: var(--card); border: 1px solid var(--line); border-radius: .5rem;
      padding: .5rem .75rem; }
    dt { color: var(--dim); font-size: .85rem; } dd { margin: 0; font-size: 1.25rem; }
    .scroll { overflow-x: auto; }
    table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
    th, td { text-align: left; padding: .25rem .75rem .25rem 0; border-bottom: 1px solid var(--line);
      vertical-align: top; overflow-wrap: anywhere; }
    th { color: var(--dim); font-weight: 500; font-size: .85rem; white-space: nowrap; }
    td { min-width: 2.5rem; } .numbers td { white-space: nowrap; }
    .numbers td:first-child { white-space: normal; min-width: 6rem; }
    .lanes { display: flex; }
    .lanes ol { list-style: none; margin: 0; padding: 0 .5rem 0 0; flex: 0 0 auto; max-width: 35%; }
    .lanes li { cursor: default; height: 22px; line-height: 22px; font-size: .8rem; overflow: hidden;
      text-overflow: ellipsis; white-space: nowrap; }
    .strip { flex: 1 1 auto; min-width: 0; touch-action: pan-y; }
    svg { display: block; width: 100%; }
    .queue { height: 10rem; }
    .a { fill: var(--a); background: var(--a); } .b { fill: var(--b); background: var(--b); }
    .m { fill: var(--several); background: var(--several); }
    .r { fill: var(--run); background: var(--run); }
    .f { fill: url(#bad); background: repeating-linear-gradient(var(--bad) 0 2px, var(--bad2) 2px 4px); }
    .o { fill: var(--bad2); background: var(--bad2); }
    .f0 { fill: var(--bad2); } .f1 { fill: var(--bad); } .l { fill: var(--line); }
    path.pending { fill: var(--pending); opacity: .75; } path.running { fill: var(--a); opacity: .75; }
    i.pending { background: var(--pending); } i.running { background: var(--a); }
    rect.on { stroke: var(--text); stroke-width: 2; vector-effect: non-scaling-stroke; }
    .legend i { display: inline-block; width: 1.2rem; height: .8rem; vertical-align: -1px; }
    .axis { display: flex; justify-content: space-between; margin: .25rem 0; }
    output { display: block; min-height: 1.5em; overflow-wrap: anywhere; white-space: pre-wrap; }
    button { font: inherit; min-width: 2.75rem; min-height: 2.25rem; color: var(--text);
      background: var(--back); border: 1px solid var(--line); border-radius: .4rem; }
    details { border-top: 1px solid var(--line); padding: .4rem 0; }
    summary { cursor: pointer; overflow-wrap: anywhere; }
    pre { overflow-x: auto; background: var(--back); border: 1px solid var(--line); padding: .5rem;
      border-radius: .3rem; max-height: 24rem; font-size: .85rem; }
    .problems { border-color: var(--bad); }
    .pair { display: flex; flex-wrap: wrap; gap: 1rem 3rem; }
    meter { width: 5rem; }
    @media (max-width: 32rem) { meter { display: none; } .lanes ol { max-width: 45%; } }
    @media print { .controls, output { display: none; } section { break-inside: avoid; } }
    """

  /// What it does: it zooms and moves the lanes, and says what a segment is.
  ///
  /// Without it the page shows all the same, the lanes as a whole.
  static let script = """
    "use strict";
    (() => {
      const lanes = document.getElementById("lanes");
      if (!lanes) return;
      const all = lanes.viewBox.baseVal.width, height = lanes.viewBox.baseVal.height;
      const end = Number(lanes.dataset.end);
      const marks = document.querySelectorAll("#axis span");
      const told = document.getElementById("told");
      let left = 0, width = all;
      const time = (place) => {
        const seconds = place / all * end;
        return seconds.toFixed(width / all * end < 0.1 ? 6 : width / all * end < 100 ? 3 : 1) + " s";
      };
      const show = () => {
        width = Math.min(all, Math.max(all / 1e5, width));
        left = Math.min(all - width, Math.max(0, left));
        lanes.setAttribute("viewBox", [left, 0, width, height].join(" "));
        marks[0].textContent = time(left);
        marks[1].textContent = time(left + width / 2);
        marks[2].textContent = time(left + width);
      };
      const zoom = (factor, share) => {
        const fixed = left + width * share;
        width = factor ? width * factor : all;
        width = Math.min(all, Math.max(all / 1e5, width));
        left = fixed - width * share;
        show();
      };
      const share = (event) => {
        const box = lanes.getBoundingClientRect();
        return (event.clientX - box.left) / box.width;
      };
      for (const button of document.querySelectorAll("[data-zoom]")) {
        button.addEventListener("click", () => zoom(Number(button.dataset.zoom), 0.5));
      }
      lanes.addEventListener("wheel", (event) => {
        if (!event.ctrlKey) return;
        event.preventDefault();
        zoom(event.deltaY < 0 ? 0.8 : 1.25, share(event));
      }, { passive: false });
      const fingers = new Map();
      let moved = false;
      lanes.addEventListener("pointerdown", (event) => {
        fingers.set(event.pointerId, event.clientX);
        moved = false;
      });
      window.addEventListener("pointermove", (event) => {
        const before = fingers.get(event.pointerId);
        if (before === undefined) return;
        const box = lanes.getBoundingClientRect();
        const other = [...fingers].find(([id]) => id !== event.pointerId);
        if (other) {
          const old = Math.abs(before - other[1]), now = Math.abs(event.clientX - other[1]);
          if (old > 8 && now > 8) zoom(old / now, ((before + other[1]) / 2 - box.left) / box.width);
        } else {
          left -= (event.clientX - before) / box.width * width;
          show();
        }
        if (Math.abs(event.clientX - before) > 1) moved = true;
        fingers.set(event.pointerId, event.clientX);
      });
      for (const name of ["pointerup", "pointercancel"]) {
        window.addEventListener(name, (event) => fingers.delete(event.pointerId));
      }
      lanes.addEventListener("click", (event) => {
        if (moved) return;
        const title = event.target.querySelector && event.target.querySelector("title");
        if (!title) return;
        for (const rect of lanes.querySelectorAll(".on")) rect.classList.remove("on");
        event.target.classList.add("on");
        told.textContent = title.textContent;
      });
      document.querySelector(".lanes ol").addEventListener("click", (event) => {
        const name = event.target.closest("li");
        if (name) told.textContent = name.title;
      });
      show();
    })();
    """
}
