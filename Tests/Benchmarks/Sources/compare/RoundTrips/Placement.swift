internal import Contestants

/// Where the two threads of a round trip run.
///
/// Left to itself, the system puts them now on one processor and now on two, for thousands of trips
/// at a time, and a trip takes ten times as long in one case as in the other: figures of the same
/// round would compare where threads happened to be.
enum Placement: String, CaseIterable {
  case oneProcessor = "one processor"
  case twoProcessors = "two processors"
  case anywhere = "anywhere"

  /// Whether a ratio says something about the contestants.
  var isJudged: Bool { self != .anywhere }

  /// The processors of the caller and of the other thread; `nil` when there are not enough.
  func processors(of usable: [Int]) -> (caller: [Int], partner: [Int])? {
    switch self {
    case .oneProcessor: ([usable[0]], [usable[0]])
    case .twoProcessors: usable.count < 2 ? nil : ([usable[0]], [usable[1]])
    case .anywhere: (usable, usable)
    }
  }
}
