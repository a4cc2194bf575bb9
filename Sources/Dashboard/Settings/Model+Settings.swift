extension Model {
  /// Changes the settings for this run alone.
  mutating func change(_ change: (inout Settings) -> Void) -> [Effect] {
    let before = settings
    change(&settings)
    guard settings != before else { return [] }
    for row in SettingRow.allCases where settings[row] != before[row] {
      notice = Notice("\(row.rawValue): \(settings[row])")
    }
    showSelection()
    return [.use(settings)]
  }

  /// Gives the selected setting its next choice, and keeps that.
  mutating func changeSetting(by step: Int) -> [Effect] {
    let row = SettingRow.allCases[settingsRow]
    let choices = row.choices
    let place = choices.firstIndex(of: settings[row]) ?? 0
    settings[row] = choices[(place + step + choices.count) % choices.count]
    showSelection()
    return [.use(settings), .keep(row, settings[row])]
  }
}
