/// A key as a person names it.
package enum TerminalKey: Sendable, Hashable {
  case character(Character)
  case enter
  case escape
  case tab
  case backTab
  case up
  case down
  case left
  case right
  case pageUp
  case pageDown
  case home
  case end
  case insert
  case delete
  case backspace
  /// F1 is 1.
  case function(Int)
  /// With Ctrl: the letter, in lower case, or the sign.
  case control(Character)
  /// With Alt.
  case alt(Character)
  /// A key that has no name here.
  case unknown
  /// A button of the mouse, or its wheel.
  case mouse(MouseReport)
  /// Text that was pasted, or a piece of it; no letter of it is a key.
  case pasted(String)
}
