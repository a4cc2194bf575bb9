/// A text with places that are filled in for each attempt, as in `finished {n}`.
///
/// Places hold integer arithmetic (`+ - * / %` and parentheses; division rounds towards zero) over
/// `n`, `key` and `attempt`, or `worker` by itself. `{{` is a brace; a `}` outside of a place is
/// one too. A template that is one place alone gives an integer, unless that place is `{worker}`.
package struct Template: Sendable, Hashable {
  /// A stretch of a template.
  enum Piece: Sendable, Hashable {
    case text(String)
    case worker
    case arithmetic(Arithmetic)
  }

  let pieces: [Piece]
}

/// What a template may speak of.
package struct TemplateContext: Sendable, Hashable {
  /// Which submission of the run it is, from 0.
  package var n: Int
  /// The submission's key.
  package var key: Int
  /// The worker's name; empty where no worker is known.
  package var worker: String
  /// The attempt, from 1.
  package var attempt: Int

  package init(n: Int, key: Int, worker: String = "", attempt: Int = 1) {
    self.n = n
    self.key = key
    self.worker = worker
    self.attempt = attempt
  }
}

/// What a template gives.
package enum TemplateValue: Sendable, Hashable {
  /// A text.
  case text(String)
  /// An integer: the template was one place alone.
  case integer(Int)
}

// MARK: - Rendering

extension Template {
  /// Fills in the places.
  ///
  /// - Throws: ``ArithmeticError`` when a number has no value; a job fails with it.
  package func render(_ context: TemplateContext) throws(ArithmeticError) -> TemplateValue {
    if pieces.count == 1, case .arithmetic(let arithmetic) = pieces[0] {
      return .integer(try arithmetic.value(context))
    }
    var text = ""
    for piece in pieces {
      switch piece {
      case .text(let part): text += part
      case .worker: text += context.worker
      case .arithmetic(let arithmetic): text += String(try arithmetic.value(context))
      }
    }
    return .text(text)
  }

  /// Fills in the places of a text that must not fail, such as a log line.
  ///
  /// A number that has no value says so in its place.
  package func text(_ context: TemplateContext) -> String {
    pieces.reduce(into: "") { text, piece in
      switch piece {
      case .text(let part): text += part
      case .worker: text += context.worker
      case .arithmetic(let arithmetic):
        do throws(ArithmeticError) {
          text += String(try arithmetic.value(context))
        } catch {
          text += "{\(error)}"
        }
      }
    }
  }

  /// Whether the template speaks of the worker.
  var mentionsWorker: Bool { pieces.contains(.worker) }
}
