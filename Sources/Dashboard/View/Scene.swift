internal import PoolObservation
internal import TextCanvas

/// What every part of the screen is drawn from.
struct Scene {
  let model: Model
  let snapshot: PoolSnapshot
  let layout: Layout
  let theme: Theme

  /// The moment the picture is true of.
  var now: PoolInstant { model.now }

  /// How a header looks whose pane has, or has not, the keys.
  func headerStyle(of pane: Model.Pane) -> Style {
    let hasKeys = model.focus == pane && model.overlay == nil
    return Style(.header, isBold: hasKeys, isReversed: true)
  }

  /// Makes a text from outside fit to be shown, shifted as far as the keys shifted it.
  func shown(_ text: String) -> String {
    String(sanitized(text).dropFirst(model.textOffset))
  }

  /// Cuts or pads a text to so many columns.
  func fitted(_ text: String, to columns: Int, _ alignment: Alignment = .leading) -> String {
    text.fitted(to: columns, alignment, cutSign: theme.cutSign)
  }
}
