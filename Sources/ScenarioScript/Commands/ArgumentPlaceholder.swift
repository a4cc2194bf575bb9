/// What stands for an argument in a command, in the words of GNU parallel.
///
/// An argument is bytes: a file's name need not be text.
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

  /// What a shell calls it.
  var variable: String { "pooltop_\(self)" }

  private static let point = UInt8(ascii: ".")
  private static let slash = UInt8(ascii: "/")

  /// Returns what it stands for.
  func bytes(of argument: [UInt8], number: Int) -> [UInt8] {
    switch self {
    case .whole: argument
    case .withoutExtension: Self.withoutExtension(argument)
    case .fileName: Self.fileName(argument)
    case .folder: Self.folder(argument)
    case .stem: Self.withoutExtension(Self.fileName(argument))
    case .number: Array(String(number).utf8)
    }
  }

  /// Everything before the last point, if that lies behind the last slash.
  private static func withoutExtension(_ path: [UInt8]) -> [UInt8] {
    guard let place = path.lastIndex(where: { $0 == point || $0 == slash }), path[place] == point
    else { return path }
    return Array(path[..<place])
  }

  private static func fileName(_ path: [UInt8]) -> [UInt8] {
    path.lastIndex(of: slash).map { Array(path[($0 + 1)...]) } ?? path
  }

  /// As dirname does it: slashes at the end, and several side by side, count for nothing.
  private static func folder(_ path: [UInt8]) -> [UInt8] {
    var rest = path[...]
    func dropSlashes() {
      while rest.count > 1, rest.last == slash { rest.removeLast() }
    }
    dropSlashes()
    guard let place = rest.lastIndex(of: slash) else { return [point] }
    rest = rest[...place]
    dropSlashes()
    return Array(rest)
  }
}
