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

  /// Looks more often, or less often, as far as that goes.
  mutating func changeRate(by step: Int) -> [Effect] {
    let rate = settings.rate.moved(by: step)
    guard rate != settings.rate else {
      notice = Notice("rate: \(rate.label), the \(step > 0 ? "most" : "least")", .refused)
      return []
    }
    let effects = change { $0.rate = rate }
    notice = Notice("rate: \(rate.label)")
    return effects
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
