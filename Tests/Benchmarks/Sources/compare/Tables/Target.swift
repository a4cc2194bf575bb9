internal import Foundation

/// What a figure must be.
enum Target {
  case atLeast(Double)
  case atMost(Double)

  func isMet(by value: Double) -> Bool {
    switch self {
    case .atLeast(let bound): value >= bound
    case .atMost(let bound): value <= bound
    }
  }

  func text(_ write: (Double) -> String) -> String {
    switch self {
    case .atLeast(let bound): "≥ \(write(bound))"
    case .atMost(let bound): "≤ \(write(bound))"
    }
  }
}
