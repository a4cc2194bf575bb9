internal import PoolObservation

extension Model {
  /// The pane that the keys are in: the one that was chosen, or the futures where it has no room.
  var focus: Pane {
    let panes = Layout(model: self, size: size, isZoomed: false).panes
    return panes.contains(chosenPane) ? chosenPane : .futures
  }

  mutating func focusPane(by step: Int) {
    let panes = Layout(model: self, size: size, isZoomed: false).panes
    guard !panes.isEmpty else { return }
    let place = panes.firstIndex(of: focus) ?? 0
    chosenPane = panes[(place + step + panes.count) % panes.count]
    showSelection()
  }

  /// Goes to a pane; where details have no room beside the table, they open over it.
  mutating func focus(on pane: Pane) {
    let panes = Layout(model: self, size: size, isZoomed: false).panes
    if panes.contains(pane) {
      chosenPane = pane
      showSelection()
    } else if pane == .details, !rows.isEmpty {
      openDetails()
    } else {
      notice = Notice("there is no room for that pane on a screen of this size", .refused)
    }
  }

  mutating func zoom() {
    isZoomed.toggle()
    showSelection()
    notice = isZoomed ? Notice("\(keymap.label(of: .zoom)) brings the other panes back") : nil
  }
}
