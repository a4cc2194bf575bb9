package import Dashboard

/// The settings as they are kept in a file, and what each key does.
package struct KeptSettings: Sendable, Hashable {
  package var settings = Settings()
  package var keymap = Keymap.standard

  package init() {}
}

/// Something that is wrong with a settings file, and where.
package struct SettingsProblem: Sendable, Hashable {
  /// The line, from 1.
  package var line: Int
  /// The column, from 1.
  package var column: Int
  /// What was found and what was expected.
  package var sentence: String
  /// Whether the file is no YAML, so that nothing in it counts.
  package var endsReading = false
}
