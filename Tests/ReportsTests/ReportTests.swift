import Foundation
import PoolObservation
import Testing

@testable import Reports

@Suite("A report")
struct ReportTests {
  private func text(_ format: ReportFormat) throws -> String {
    var text = ""
    try Story.record.write(format) { text += $0 }
    return text
  }

  private func object(_ text: String) throws -> [String: Any] {
    try #require(JSONSerialization.jsonObject(with: Data(text.utf8)) as? [String: Any])
  }

  @Test(
    "is written as the end of the file's name says",
    arguments: [
      ("r.html", ReportFormat.html), ("R.HTML", .html), ("a/b.json", .json), ("r.csv", .csv),
      ("r.trace.json", .trace), ("trace.json", .json),
    ])
  func formats(_ path: String, _ format: ReportFormat) {
    #expect(ReportFormat(path: path) == format)
  }

  @Test("knows no other ends", arguments: ["r", "html", "r.txt", "r.html.gz", ""])
  func unknownFormats(_ path: String) {
    #expect(ReportFormat(path: path) == nil)
  }

  @Test("holds no order for a terminal, whatever jobs say", arguments: ReportFormat.allCases)
  func terminal(_ format: ReportFormat) throws {
    let text = try text(format)
    let orders = text.unicodeScalars.filter {
      ($0.value < 0x20 && $0 != "\n" && $0 != "\r") || (0x7F...0x9F).contains($0.value)
    }
    #expect(orders.isEmpty)
    #expect(text.contains("quoted"), "what was said is there")
  }

  @Test(
    "shows what would turn the direction of writing or hide, in every form",
    arguments: [
      "\u{061C}", "\u{200B}", "\u{2028}", "\u{2029}", "\u{202E}", "\u{FEFF}", "\u{E0041}",
    ])
  func hidden(_ order: String) throws {
    let record = try Story.record(
      of: [(0, .submitted(Story.id(0), name: "a\(order)b"))], name: "c\(order)d")
    for format in ReportFormat.allCases {
      var text = ""
      try record.write(format) { text += $0 }
      #expect(!text.unicodeScalars.contains { order.unicodeScalars.contains($0) }, "\(format)")
      let shown =
        switch format {
        case .csv: "a\u{FFFD}b"
        case .html: "c\u{FFFD}d"
        case .json, .trace: #"c\u"#
        }
      #expect(text.contains(shown), "\(format)")
    }
    #expect(record.snapshot.futures.first?.name == "a\(order)b", "the recording gives it back")
  }

  @Test("as a page, has one script of its own and none of anybody else")
  func scripts() throws {
    let text = try text(.html)
    #expect(text.components(separatedBy: "<script").count == 2)
    #expect(text.components(separatedBy: "</script").count == 2)
    #expect(text.contains("&lt;script&gt;alert(1)&lt;/script&gt;"))
    #expect(text.components(separatedBy: "</pre>").count == 2)
    #expect(text.contains("␛[31mred"))
  }

  @Test("shows a flag as one, and its letters where there is none")
  func flags() {
    let letters = "\u{E0067}\u{E0062}\u{E0077}\u{E006C}\u{E0073}\u{E007F}"
    #expect(visible("\u{1F3F4}" + letters + "!") == "\u{1F3F4}" + letters + "!")
    let pictures = String(repeating: "\u{FFFD}", count: 6)
    #expect(visible("a" + letters) == "a" + pictures)
    #expect(visible("\u{1F3F4}\u{202E}" + letters) == "\u{1F3F4}\u{FFFD}" + pictures)
    let withoutEnd = String(letters.unicodeScalars.dropLast())
    #expect(visible("\u{1F3F4}" + withoutEnd) == "\u{1F3F4}" + pictures.dropLast())
  }

  @Test("as a page, loads nothing from anywhere")
  func offline() throws {
    let text = try text(.html)
    #expect(text.contains("default-src 'none'"))
    for word in ["http://", "https://", "src=", "@import", "<link", "<img", "fetch("] {
      #expect(!text.contains(word), "\(word)")
    }
  }

  @Test("as a page, says what happened")
  func page() throws {
    let text = try text(.html)
    for part in [
      "✗ 3 futures: 1 ok", "dispatch to be resumed, which was held", "a free worker, while futures",
      "2026-11-22T15:07:44Z", "seed 7", "<h2>Failures</h2>", "Longest waits", "tried again",
    ] {
      #expect(text.contains(part), "\(part)")
    }
  }

  @Test("as JSON, holds the figures and every future")
  func json() throws {
    let object = try object(try text(.json))
    #expect(object["name"] as? String == "story \(Story.hostile)")
    #expect((object["counts"] as? [String: Int])?["failed"] == 1)
    #expect(object["makespan_s"] as? Double == 7)
    #expect((object["run"] as? [String: Double])?["p50_s"] == 1)
    #expect((object["waited_for_s"] as? [String: Double])?["held"] == 1)
    let futures = try #require(object["futures"] as? [[String: Any]])
    #expect(futures.map { $0["outcome"] as? String } == ["succeeded", "failed", "cancelled"])
    #expect(futures[0]["attempt"] as? Int == 2)
    #expect(futures[1]["text"] as? String == "\u{1B}]0;x\u{7} \(Story.hostile) \"quoted\", cut")
    #expect(futures[2]["started_s"] == nil)
  }

  @Test("as a table, has a line for each future, and orders no spreadsheet to compute")
  func csv() throws {
    let lines = try text(.csv).components(separatedBy: "\r\n")
    #expect(
      lines == [
        "future,name,tags,priority,state,outcome,worker,attempt,submitted_s,started_s,finished_s,"
          + "wait_s,run_s,text",
        "0,a,,0,finished,succeeded,0,2,1.000000000,4.000000000,5.000000000,0.000000000,"
          + "1.000000000,'=1+1",
        "1,<script>alert(1)</script>,t <script>alert(1)</script>,1,finished,failed,0,1,"
          + "1.000000000,5.000000000,7.000000000,4.000000000,2.000000000,"
          + "\"␛]0;x␇ <script>alert(1)</script> \"\"quoted\"\", cut\"",
        "2,a,,0,cancelled,cancelled,,,7.500000000,,8.000000000,,,",
        "",
      ])
  }

  @Test("a short run in a long one is drawn no longer than it was, so that zooming shows it")
  func shortSegment() throws {
    let record = try Story.record(of: [
      (0, .workerStarted(worker: 0, name: "p_0", systemID: 1)),
      (0, .submitted(Story.id(0), name: "a")),
      (1, .started(Story.id(0), worker: 0, attempt: 1)),
      (1.001, .finished(Story.id(0), outcome: .succeeded, text: "")), (3_600, .shutDown),
    ])
    var page = ""
    try record.write(.html) { page += $0 }
    #expect(page.contains(#"x="27.778" y="2" width="0.028""#))
    #expect(page.contains("<li title=\"p_0\"><b>0</b> </li>"), "the index says it all")
  }

  @Test("of very many futures is a page that a telephone can open")
  func large() throws {
    var events: [(Double, PoolEvent.Change)] = (0..<4).map {
      (0, .workerStarted(worker: $0, name: "w_\($0)", systemID: 1))
    }
    for number in 0..<50_000 {
      let (id, begin) = (Story.id(UInt64(number)), Double(number) * 2e-4)
      events += [
        (begin, .submitted(id, name: "job")),
        (begin, .started(id, worker: number % 4, attempt: 1)),
        (begin + 1e-4, .finished(id, outcome: number == 7 ? .failed : .succeeded, text: "")),
      ]
    }
    var text = ""
    try Story.record(of: events, workers: 4).write(.html) { text += $0 }
    #expect(text.utf8.count < 2_000_000)
    #expect(text.contains("futures, 1 failed</title>"), "the failure is seen among the others")
  }

  @Test(
    "has every future with its texts, however many there are",
    arguments: [ReportFormat.json, .csv, .trace])
  func everyFuture(_ format: ReportFormat) throws {
    var events: [(Double, PoolEvent.Change)] = [
      (0, .workerStarted(worker: 0, name: "w", systemID: 1))
    ]
    for number in 0..<12_000 {
      let (id, begin) = (Story.id(UInt64(number)), Double(number) * 1e-3)
      events += [
        (begin, .submitted(id, name: "a")), (begin, .started(id, worker: 0, attempt: 1)),
        (begin + 1e-3, .finished(id, outcome: .succeeded, text: "text of \(number).")),
      ]
    }
    events += [(13, .submitted(Story.id(20_000), name: "waits"))]
    let record = try Story.record(of: events)
    #expect(record.snapshot.futures.count < 12_000, "they are not held at once")
    var text = ""
    try record.write(format) { text += $0 }
    #expect(text.components(separatedBy: "text of ").count == 12_001)
    #expect(text.contains("text of 0.") && text.contains("text of 11999."))
    #expect(text.contains("waits") == (format != .trace), "a span is none that waits")
  }

  @Test("of a future that was cancelled before another attempt, tells no run that was none")
  func cancelledInPause() throws {
    let record = try Story.record(of: [
      (0, .workerStarted(worker: 0, name: "w_0", systemID: 1)),
      (0, .submitted(Story.id(0), name: "a")), (1, .started(Story.id(0), worker: 0, attempt: 1)),
      (2, .retrying(Story.id(0), outcome: .failed, text: "once")),
      (9, .finished(Story.id(0), outcome: .cancelled, text: "")),
    ])
    let figures = Figures(record)
    #expect(figures.runTimes.count == 1 && figures.runTimes.maximum == .seconds(1))
    #expect(figures.waitTimes.maximum == .seconds(1))
    #expect(figures.levels.last?.running == 0 && figures.levels.last?.pending == 0)
    var (csv, trace) = ("", "")
    try record.write(.csv) { csv += $0 }
    try record.write(.trace) { trace += $0 }
    #expect(csv.contains(",0,1,0.000000000,1.000000000,9.000000000,1.000000000,,\r\n"), "\(csv)")
    #expect(trace.components(separatedBy: "\"ph\":\"X\"").count == 2, "one attempt")
  }
}
