/// Hits and misses of each way to tell an attack, on the same texts.
struct AttackTallies {
  var rules = Tally()
  /// The classifier where it is certain, and where it is at least suspicious.
  var certain = Tally()
  var suspicious = Tally()
  /// The rules or the certain classifier, and the rules or the suspicious one.
  var both = Tally()
  var any = Tally()

  static func += (left: inout AttackTallies, right: AttackTallies) {
    left.rules += right.rules
    left.certain += right.certain
    left.suspicious += right.suspicious
    left.both += right.both
    left.any += right.any
  }
}
