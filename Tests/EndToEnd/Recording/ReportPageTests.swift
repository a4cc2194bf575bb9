import Foundation
import TerminalDriver
import Testing

/// A report in a real browser: Debian's Chromium, without a screen.
@Suite("the report's page", .timeLimit(.minutes(5)), .serialized)
struct ReportPageTests {
  private static let browser = ["chromium", "chromium-browser", "google-chrome"]
    .map { Tmux.output("command -v \($0) 2>/dev/null").split(separator: "\n").first }
    .compactMap { $0.map(String.init) }.first

  /// Everything a run can say that a browser could take for an order.
  private static let hostile = """
    name: "<script>document.title = 'owned'</script>"
    pool: { workers: 2, name: "<img src=x onerror=alert(1)>" }
    jobs:
      "<b onclick=x>":
        sleep: 10ms
        log: { start: "\\e[31m</pre><script>document.title = 'owned'</script>" }
        fail: { keys: [1], error: "'\\"><svg onload=document.title='owned'>" }
    submit: [{ job: "<b onclick=x>", count: 4 }]
    """

  /// Opens a page, runs a script in it, and returns the page as it is then.
  private func page(
    _ file: String, _ script: String, in scratch: ScratchFolder, _ switches: [String] = []
  ) throws -> String {
    try dom(of: probed(file, script, in: scratch), in: scratch, switches)
  }

  /// Adds a script at the end of a page: its own has run by then.
  private func probed(
    _ file: String, _ script: String, in scratch: ScratchFolder
  ) throws -> String {
    let text = try String(contentsOfFile: file, encoding: .utf8)
    let probe = "<script>\(script)</script></body>"
    return try scratch.write(text.replacing("</body>", with: probe), to: "probed.html")
  }

  private func dom(
    of file: String, in scratch: ScratchFolder, _ switches: [String] = []
  ) throws -> String {
    let browser = try #require(Self.browser)
    let outcome = try runPiped(
      [browser] + switches + [
        "--headless", "--no-sandbox", "--disable-gpu", "--disable-dev-shm-usage",
        "--user-data-dir=\(scratch.path("profile"))", "--virtual-time-budget=2000", "--dump-dom",
        "file://\(file)",
      ])
    return outcome.output
  }

  private func report(_ scenario: String, in scratch: ScratchFolder) throws -> String {
    let file = try scratch.write(scenario, to: "scenario.yaml")
    let recording = scratch.path("run.jsonl")
    _ = try pooltop("run", "--headless", "--record", recording, file)
    let path = scratch.path("report.html")
    let outcome = try pooltop("report", recording, "-o", path)
    #expect(outcome.exitCode == 0 && outcome.errors.isEmpty, "\(outcome.errors)")
    return path
  }

  @Test(
    "what a run says is text, and nothing of it runs",
    .enabled(if: browser != nil, "needs Debian's package chromium"))
  func hostileTexts() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let path = try report(Self.hostile, in: scratch)
      let dom = try page(
        path,
        """
        const told = document.createElement("p");
        told.id = "probe";
        told.textContent = [
          document.title, document.querySelectorAll("script").length,
          document.querySelectorAll("img, b[onclick], svg[onload]").length,
          document.querySelector("h1").textContent, document.querySelectorAll("pre").length,
        ].join("|");
        document.body.append(told);
        """, in: scratch)
      let text = "<script>document.title = 'owned'</script>"
      let seen = "\(text) – pooltop|2|0|\(text)|1"
        .replacing("<", with: "&lt;").replacing(">", with: "&gt;")
      #expect(dom.contains(">\(seen)<"), "\(dom.suffix(600))")
    }
  }

  @Test(
    "lanes zoom, and a segment says what it is",
    .enabled(if: browser != nil, "needs Debian's package chromium"))
  func zoom() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let path = try report(Scenarios.short, in: scratch)
      let dom = try page(
        path,
        """
        const lanes = document.getElementById("lanes");
        const whole = lanes.viewBox.baseVal.width;
        document.querySelector("[data-zoom='0.5']").click();
        const half = lanes.viewBox.baseVal.width;
        document.querySelector("[data-zoom='0']").click();
        lanes.querySelector("rect.a").dispatchEvent(new MouseEvent("click", { bubbles: true }));
        const told = document.createElement("p");
        told.textContent = ["probe", whole / half, lanes.viewBox.baseVal.width === whole,
          document.querySelectorAll("#lanes rect.a, #lanes rect.b").length,
          /^#[0-3] nap, /.test(document.getElementById("told").textContent),
          document.documentElement.scrollWidth <= window.innerWidth].join("|");
        document.body.append(told);
        """, in: scratch)
      #expect(dom.contains("probe|2|true|4|true|true"), "\(dom.suffix(300))")
    }
  }

  @Test(
    "on a telephone nothing is cut off, and a touch on a lane's name tells the whole of it",
    .enabled(if: browser != nil, "needs Debian's package chromium"))
  func telephone() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let path = try report(Scenarios.short, in: scratch)
      let script = """
        const names = [...document.querySelectorAll(".lanes li")];
        names[0].click();
        const box = document.querySelector(".lanes ol").getBoundingClientRect();
        parent.postMessage(["probe", innerWidth,
          document.documentElement.scrollWidth <= innerWidth,
          names.every((name) => name.scrollWidth <= name.clientWidth),
          box.width < innerWidth / 2, document.getElementById("lanes").clientWidth > innerWidth / 2,
          /_0$/.test(document.getElementById("told").textContent)].join("|"), "*");
        """
      _ = try probed(path, script, in: scratch)
      // A window of the browser has a least width; a frame has none.
      let frame = try scratch.write(
        """
        <!DOCTYPE html><body><script>
        addEventListener("message", (event) => {
          const told = document.createElement("p");
          told.textContent = event.data;
          document.body.append(told);
        });
        </script><iframe src="probed.html" width="390" height="844" style="border: 0"></iframe></body>
        """, to: "frame.html")
      let dom = try dom(of: frame, in: scratch)
      #expect(dom.contains("probe|390|true|true|true|true|true"), "\(dom.suffix(300))")
    }
  }

  @Test(
    "it is light or dark as the reader's system is",
    .enabled(if: browser != nil, "needs Debian's package chromium"),
    arguments: [("0", "18, 20, 23", "230, 232, 234"), ("1", "251, 251, 250", "28, 32, 36")])
  func colors(_ scheme: String, _ back: String, _ text: String) async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let path = try report(Scenarios.short, in: scratch)
      let dom = try page(
        path,
        """
        const style = getComputedStyle(document.body);
        const told = document.createElement("p");
        told.textContent = ["probe", style.backgroundColor, style.color].join("|");
        document.body.append(told);
        """, in: scratch, ["--blink-settings=preferredColorScheme=\(scheme)"])
      #expect(dom.contains("probe|rgb(\(back))|rgb(\(text))"), "\(dom.suffix(300))")
    }
  }

  @Test("a report is written in each form, and in no other")
  func forms() async throws {
    try await onOwnThread {
      let scratch = try ScratchFolder()
      let recording = Project.path("Tests/Recordings/seven-jobs-key-3-fails.jsonl")
      for end in ["html", "json", "csv", "trace.json"] {
        let path = scratch.path("report.\(end)")
        #expect(try pooltop("report", recording, "-o", path).exitCode == 0)
        #expect(scratch.text(of: "report.\(end)").contains("test_func"))
      }
      let outcome = try pooltop("report", recording, "-o", scratch.path("report.pdf"))
      #expect(outcome.exitCode == 2)
      #expect(outcome.errors.contains("none of .html, .json, .csv and .trace.json"))
      let full = try pooltop("report", recording, "-o", "/nowhere/r.html")
      #expect(full.exitCode == 2 && full.errors.contains("cannot write the report"))
    }
  }
}
