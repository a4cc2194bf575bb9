/// One row of the key table.
struct KeyBinding: Sendable, Hashable {
  /// The keys that do it; the first is the one the footer shows.
  var keys: [Key]
  var action: Action
  var context: KeyContext
  var danger: Danger
  /// A word or two for the footer; `nil` when it does not stand there.
  var footer: String?
  /// A line for the help; `nil` when the row before speaks for this one too.
  var help: String?
  /// What the help calls the keys, where a list of all would be too long.
  var keysLabel: String?

  init(
    _ keys: [Key], _ action: Action, in context: KeyContext, danger: Danger = .none,
    footer: String? = nil, help: String?, keysLabel: String? = nil
  ) {
    self.keys = keys
    self.action = action
    self.context = context
    self.danger = danger
    self.footer = footer
    self.help = help
    self.keysLabel = keysLabel
  }

  /// All its keys, for the help.
  var label: String {
    keysLabel ?? keys.map(\.label).joined(separator: " ")
  }
}
