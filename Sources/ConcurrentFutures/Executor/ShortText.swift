/// How values and errors read in one row of a table.
enum ShortText {
  /// The longest text, in characters.
  ///
  /// More shows more of a value; fewer keeps the snapshots of a busy pool small.
  static let limit = 160

  /// Returns a value's description, cut.
  static func of(_ value: some Any) -> String {
    if let text = value as? String { return cut(text) }
    // Nobody reads a million elements in a row of a table.
    if let elements = value as? any Collection, elements.count > limit {
      return "\(type(of: value)) of \(elements.count) elements"
    }
    return cut(String(describing: value))
  }

  /// Returns an error's type and description, cut.
  static func of(_ error: any Error) -> String {
    if let error = error as? RemoteError { return of(remote: error) }
    if let error = error as? WorkerDiedError { return of(death: error) }
    return cut("\(type(of: error)): \(error)")
  }

  /// The place where the job was written must not be cut off by a long message.
  private static func of(remote error: RemoteError) -> String {
    let place = " (job written at \(error.location))"
    let text = "\(error.typeName): \(error.message)"
    let room = limit - place.count
    return text.count <= room ? text + place : text.prefix(max(0, room - 1)) + "…" + place
  }

  /// What ended the process comes first: a narrow table has no room for more.
  private static func of(death error: WorkerDiedError) -> String {
    let words = error.standardErrorTail
    let tail = words.isEmpty ? "" : "; its last words:\n\(words)"
    return cut("\(error.reason): worker process \(error.pid), running '\(error.job)'\(tail)")
  }

  private static func cut(_ text: String) -> String {
    guard let end = text.index(text.startIndex, offsetBy: limit, limitedBy: text.endIndex),
      end != text.endIndex
    else { return text }
    return text[..<end] + "…"
  }
}
