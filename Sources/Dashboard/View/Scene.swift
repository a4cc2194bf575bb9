internal import PoolObservation
internal import TextCanvas

/// What every part of the screen is drawn from.
struct Scene {
  let model: Model
  let snapshot: PoolSnapshot
  let layout: Layout
  let theme: Theme

  init(_ model: Model, _ snapshot: PoolSnapshot, _ size: Size) {
    self.model = model
    self.snapshot = snapshot
    layout = Layout(model: model, size: size)
    theme = Theme(isASCII: model.isASCII)
  }

  /// The last look at the pool, whatever picture is shown.
  var live: PoolSnapshot { model.live ?? snapshot }
  /// The moment the picture is true of.
  var now: PoolInstant { model.now }

  /// How a header looks whose pane has, or has not, the keys.
  func headerStyle(of pane: Model.Pane) -> Style {
    Style(model.focus == pane && model.overlay == nil ? .active : .header)
  }

  /// Makes a text from outside fit to be shown, shifted as far as the keys shifted it.
  func shown(_ text: String) -> String {
    String(sanitized(text).dropFirst(model.textOffset))
  }

  /// Which rows are on the screen, of how many there are.
  func range(from first: Int, visible: Int, of count: Int) -> String {
    "\((first + 1).grouped)–\(min(count, first + visible).grouped) of \(count.grouped)"
  }

  /// A sign that texts are shifted, and how far; empty while they are not.
  var shift: String {
    model.textOffset == 0 ? "" : "\(theme.shiftSign) \(model.textOffset)"
  }

  /// Pads a text to so many columns, or leaves its end, which tells it from others.
  func fittedEnd(of text: String, to columns: Int) -> String {
    end(of: text, columns: columns).fitted(to: columns)
  }

  /// Returns a text, or its end, where it has more than so many columns.
  func end(of text: String, columns: Int) -> String {
    guard text.columnCount > columns else { return text }
    var end = text.suffix(max(0, columns - 1))
    while end.columnCount > max(0, columns - 1) { end.removeFirst() }
    return "…" + end
  }

  /// Cuts the last stretch that does not fit, and shows that it did.
  func cut(_ text: StyledText, to columns: Int) -> StyledText {
    guard text.columnCount > columns else { return text }
    var result = StyledText()
    var room = columns
    for run in text.runs where room > 0 {
      let width = run.text.columnCount
      result.append(width <= room ? run.text : run.text.fitted(to: room), run.style)
      room -= width
    }
    return result
  }
}

extension Model {
  /// What the screen is drawn from, once the pool was looked at.
  var scene: Scene? { snapshot.map { Scene(self, $0, size) } }
}
