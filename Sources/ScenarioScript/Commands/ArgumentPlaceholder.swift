/// What stands for an argument in a command, in the words of GNU parallel.
enum ArgumentPlaceholder: String, Sendable, CaseIterable {
  /// The argument.
  case whole = "{}"
  /// The argument without its extension.
  case withoutExtension = "{.}"
  /// The file's name without its folder.
  case fileName = "{/}"
  /// The folder; `.` when the argument names none.
  case folder = "{//}"
  /// The file's name without its folder and its extension.
  case stem = "{/.}"
  /// The position among the arguments, from 1.
  case number = "{#}"

  /// Returns what it stands for.
  func text(of argument: String, number: Int) -> String {
    switch self {
    case .whole: argument
    case .withoutExtension: Self.withoutExtension(argument)
    case .fileName: Self.fileName(argument)
    case .folder: Self.folder(argument)
    case .stem: Self.withoutExtension(Self.fileName(argument))
    case .number: String(number)
    }
  }

  /// Everything before the last point, if that lies behind the last slash.
  private static func withoutExtension(_ path: String) -> String {
    guard let point = path.lastIndex(where: { $0 == "." || $0 == "/" }), path[point] == "." else {
      return path
    }
    return String(path[..<point])
  }

  private static func fileName(_ path: String) -> String {
    path.lastIndex(of: "/").map { String(path[path.index(after: $0)...]) } ?? path
  }

  /// As dirname does it: slashes at the end, and several side by side, count for nothing.
  private static func folder(_ path: String) -> String {
    var rest = path[...]
    func dropSlashes() {
      while rest.count > 1, rest.last == "/" { rest.removeLast() }
    }
    dropSlashes()
    guard let slash = rest.lastIndex(of: "/") else { return "." }
    rest = rest[...slash]
    dropSlashes()
    return String(rest)
  }
}
