internal import PoolObservation
internal import TextCanvas

/// A list that one thing is chosen from; typing leaves only what holds the words.
struct Picker: Sendable, Hashable {
  /// What it lists.
  enum Kind: Sendable, Hashable {
    case sortColumns
    case commands
    case scenarios
  }

  /// One thing to choose.
  struct Item: Sendable, Hashable {
    /// What choosing it does.
    enum Choice: Sendable, Hashable {
      case sort(SortColumn)
      case command(Action)
      case open(String)
    }

    var title: String
    /// What stands at its right.
    var note: String
    var choice: Choice
  }

  let kind: Kind
  /// All there is, as far as it is known.
  var items: [Item]
  /// Whether what there is is still being looked for.
  var isLooking = false
  var line = TextLine()
  /// Which of the matches is chosen, from 0.
  var selected = 0

  /// The items that hold every word that was typed.
  var matches: [Item] {
    let words = line.text.split(separator: " ")
    guard !words.isEmpty else { return items }
    return items.filter { item in
      words.allSatisfy {
        item.title.containsFolded(String($0)) || item.note.containsFolded(String($0))
      }
    }
  }

  var title: String {
    switch kind {
    case .sortColumns: "sort by"
    case .commands: "commands"
    case .scenarios: "open a scenario"
    }
  }
}

extension Picker {
  /// How many of its rows a screen shows.
  static func visibleRowCount(on size: Size) -> Int {
    max(1, size.rows - 6)
  }

  mutating func move(_ move: Move, on size: Size) {
    selected = move.target(
      from: selected, count: max(1, matches.count), page: Self.visibleRowCount(on: size))
  }
}

extension Model {
  /// Lists what the futures can be sorted by.
  mutating func openSortMenu() {
    let query = rows.query
    let items = SortColumn.allCases.map {
      Picker.Item(
        title: $0.title, note: $0 == query.sort ? "now" : "", choice: .sort($0))
    }
    let selected = SortColumn.allCases.firstIndex(of: query.sort) ?? 0
    overlay = .picker(Picker(kind: .sortColumns, items: items, selected: selected))
  }

  /// Lists everything that a key does.
  mutating func openCommands() {
    var known: Set<Action> = []
    let items = keymap.bindings
      .filter {
        $0.context.isOfPanes && $0.action.isCommand
          && (playback == nil ? $0.context != .recording : $0.action != .time(.freeze))
          && known.insert($0.action).inserted
      }
      .map {
        Picker.Item(
          title: $0.action.name.replacing("-", with: " "),
          note: $0.keys.first.map(\.label) ?? "", choice: .command($0.action))
      }
    overlay = .picker(Picker(kind: .commands, items: items))
  }

  /// Opens the list of the scenarios, which takes keys until what is in it is known.
  package mutating func openScenarios() {
    overlay = .picker(Picker(kind: .scenarios, items: [], isLooking: true))
  }

  /// Lists scenarios, each by its path and its name, where they are still waited for.
  mutating func list(_ scenarios: [ScenarioItem]) {
    guard case .picker(var picker)? = overlay, picker.isLooking else { return }
    guard !scenarios.isEmpty else {
      overlay = nil
      notice = Notice("there is no .yaml file in the folder 'scenarios' here", .refused)
      return
    }
    picker.items = scenarios.map {
      Picker.Item(
        title: sanitized($0.path), note: sanitized($0.name), choice: .open($0.path))
    }
    picker.isLooking = false
    overlay = .picker(picker)
  }

  /// Does what is chosen.
  mutating func choose() -> [Effect] {
    guard case .picker(let picker)? = overlay else { return [] }
    let matches = picker.matches
    guard matches.indices.contains(picker.selected) else { return [] }
    overlay = nil
    switch matches[picker.selected].choice {
    case .sort(let column):
      sort(by: column)
      return []
    case .command(let action): return perform(action)
    case .open(let path): return askOpen(path)
    }
  }
}

/// A scenario that can be opened.
package struct ScenarioItem: Sendable, Hashable {
  package var path: String
  package var name: String

  package init(path: String, name: String) {
    self.path = path
    self.name = name
  }
}
