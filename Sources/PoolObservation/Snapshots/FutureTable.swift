// A list of futures in order of id, kept in chunks.
//
// A snapshot is taken ten times a second, perhaps of a million futures of which few changed. A
// copy of the table shares every chunk; a change copies the one chunk it falls into and the list
// of chunks, never the whole table.

/// The futures of a snapshot, in order of submission.
///
/// - Complexity: Access by position or by id is O(log n). A copy is O(1); the first change after
///   a copy costs O(n / 64).
public struct FutureTable: Sendable, Hashable {
  /// The rows, 1 to 64 a chunk, ids ascending throughout.
  private var chunks: [[FutureSnapshot]] = []
  /// The position of each chunk's first row.
  private var offsets: [Int] = []
  /// How many rows there are.
  public private(set) var count = 0

  /// Rows in a chunk.
  ///
  /// More makes the list of chunks shorter; fewer makes a change copy less.
  private static let chunkCapacity = 64

  /// Makes an empty table.
  public init() {}

  /// Makes a table of rows in any order.
  public init(_ rows: some Sequence<FutureSnapshot>) {
    for row in rows.sorted(by: { $0.id < $1.id }) {
      append(row)
    }
  }

  /// Adds a row whose id is greater than all others; returns false, and adds nothing, if it is not.
  @discardableResult
  public mutating func append(_ row: FutureSnapshot) -> Bool {
    if let last, last.id >= row.id { return false }
    if let lastChunk = chunks.indices.last, chunks[lastChunk].count < Self.chunkCapacity {
      chunks[lastChunk].append(row)
    } else {
      offsets.append(count)
      chunks.append([row])
    }
    count += 1
    return true
  }

  /// Returns the row with an id, if it is kept.
  public subscript(id id: FutureID) -> FutureSnapshot? {
    guard let (chunk, index) = find(id) else { return nil }
    return chunks[chunk][index]
  }

  /// Returns the position of the row with an id, if it is kept.
  public func position(of id: FutureID) -> Int? {
    find(id).map { offsets[$0.chunk] + $0.index }
  }

  /// Changes the row with an id in place; does nothing when it is not kept.
  public mutating func update(_ id: FutureID, _ change: (inout FutureSnapshot) -> Void) {
    guard let (chunk, index) = find(id) else { return }
    change(&chunks[chunk][index])
  }

  /// Drops the rows with these ids; an id that is not kept is passed over.
  ///
  /// - Complexity: O(k log n + n / 64) for k ids.
  public mutating func remove(_ ids: some Sequence<FutureID>) {
    var doomed: [Int: Set<FutureID>] = [:]
    for id in ids {
      guard let (chunk, _) = find(id) else { continue }
      doomed[chunk, default: []].insert(id)
    }
    guard !doomed.isEmpty else { return }
    for (chunk, ids) in doomed {
      chunks[chunk].removeAll { ids.contains($0.id) }
    }
    chunks.removeAll(where: \.isEmpty)
    offsets.removeAll(keepingCapacity: true)
    count = 0
    for chunk in chunks {
      offsets.append(count)
      count += chunk.count
    }
  }

  private func find(_ id: FutureID) -> (chunk: Int, index: Int)? {
    let chunk = partition(0..<chunks.count) { chunks[$0][0].id <= id } - 1
    guard chunk >= 0 else { return nil }
    let rows = chunks[chunk]
    let index = partition(0..<rows.count) { rows[$0].id < id }
    return index < rows.count && rows[index].id == id ? (chunk, index) : nil
  }
}

/// Returns the first position of a range at which a test no longer holds.
func partition(_ range: Range<Int>, _ holds: (Int) -> Bool) -> Int {
  var low = range.lowerBound
  var high = range.upperBound
  while low < high {
    let middle = low + (high - low) / 2
    if holds(middle) { low = middle + 1 } else { high = middle }
  }
  return low
}

extension FutureTable: RandomAccessCollection {
  /// The first position, 0.
  public var startIndex: Int { 0 }
  /// The position after the last.
  public var endIndex: Int { count }

  /// Returns the row at a position, from 0.
  public subscript(position: Int) -> FutureSnapshot {
    precondition(
      position >= 0 && position < count, "a table of \(count) rows has no row \(position)")
    let chunk = partition(0..<offsets.count) { offsets[$0] <= position } - 1
    return chunks[chunk][position - offsets[chunk]]
  }
}

extension FutureTable: Codable {
  /// Reads the rows.
  public init(from decoder: any Decoder) throws {
    self.init(try [FutureSnapshot](from: decoder))
  }

  /// Writes the rows.
  public func encode(to encoder: any Encoder) throws {
    try Array(self).encode(to: encoder)
  }
}
