/// What one evaluation of traced code went through: the places it reached, and the rules it entered.
///
/// A policy is traced if it was compiled with `RegoOptions.isTraced`; other code reports nothing.
final class Trace {
  /// One visit of a rule's body.
  struct Visit {
    var entry: Int32
    /// The visit during which this one happened, or nil.
    var parent: Int?
    /// Where the rule's registers lie: visits further up belong to it.
    fileprivate var frame: Int
    /// The last expression of the body itself that was reached.
    var furthest: Int32?
    var solutions: [Solution] = []
    /// Solutions beyond `Trace.solutionLimit`.
    var omitted = 0
  }

  /// A solution of a body: the values of the variables that its exit names.
  struct Solution {
    var exit: Int32
    var values: [Value]
  }

  /// Visits kept for one evaluation; further ones are counted only.
  static let visitLimit = 10_000
  /// Solutions kept for one visit.
  static let solutionLimit = 100

  private(set) var reached: Set<Int32> = []
  private(set) var visits: [Visit] = []
  private(set) var omitted = 0
  private let marks: [Mark]
  /// Visits that may not have ended, the innermost last.
  private var open: [Int] = []

  init(marks: [Mark]) { self.marks = marks }

  /// Forgets the visits, not the places: they add up over evaluations.
  func begin() {
    visits.removeAll(keepingCapacity: true)
    open.removeAll(keepingCapacity: true)
    omitted = 0
  }

  func reach(_ mark: Int32, frame: Int) {
    reached.insert(mark)
    close(from: frame + 1)
    guard marks[Int(mark)].depth == 0, let visit = open.last else { return }
    if mark > visits[visit].furthest ?? -1 { visits[visit].furthest = mark }
  }

  /// Frames lie in a stack, so whatever began at or above this one has ended.
  func enter(_ mark: Int32, frame: Int) {
    close(from: frame)
    guard visits.count < Trace.visitLimit else {
      omitted += 1
      return
    }
    visits.append(Visit(entry: mark, parent: open.last, frame: frame))
    open.append(visits.count - 1)
  }

  func leave(_ mark: Int32, frame: Int, _ values: [Value]) {
    reached.insert(mark)
    close(from: frame + 1)
    guard let visit = open.last, visits[visit].frame == frame else { return }
    if visits[visit].solutions.count < Trace.solutionLimit {
      visits[visit].solutions.append(Solution(exit: mark, values: values))
    } else {
      visits[visit].omitted += 1
    }
  }

  private func close(from frame: Int) {
    while let last = open.last, visits[last].frame >= frame { open.removeLast() }
  }
}
