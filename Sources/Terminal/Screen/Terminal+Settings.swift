private import CNcurses
private import Glibc
internal import TextCanvas

// What can be changed while the screen is open.

extension Terminal {
  /// Draws with other colours from now on.
  package func use(_ palette: Palette) {
    guard palette != self.palette else { return }
    change(to: palette)
    redraw()
  }

  /// Asks the terminal to report the mouse, or to keep it to itself.
  package func setMouse(_ isOn: Bool) {
    cncurses_set_mouse(isOn)
  }

  /// Asks the terminal to mark what is pasted, so that its letters are told from keys.
  func setPasteMarks(_ isOn: Bool) {
    guard device.isLikeXterm else { return }
    send("\u{1B}[?2004\(isOn ? "h" : "l")")
  }

  /// Takes what the mouse did, where it is of interest.
  func readMouse() -> MouseReport? {
    var column: Int32 = 0
    var row: Int32 = 0
    let button: MouseReport.Button
    switch unsafe cncurses_read_mouse(&column, &row) {
    case 1: button = .left
    case 4: button = .wheelUp
    case 5: button = .wheelDown
    default: return nil
    }
    return MouseReport(button, column: Int(column), row: Int(row))
  }

  /// Rings the bell.
  package func ring() {
    beep()
  }

  /// Has the desktop show a sentence, where the terminal may be able to.
  package func notify(_ sentence: String) {
    // A console would draw it.
    guard device.isLikeXterm else { return }
    send("\u{1B}]9;\(sanitized(sentence))\u{7}")
  }

  /// Tells the terminal what curses has no words for.
  private func send(_ sequence: String) {
    let bytes = Array(sequence.utf8)
    unsafe _ = write(device.outputDescriptor, bytes, bytes.count)
  }
}
