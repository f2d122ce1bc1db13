/// What a written number must have for an expression to match in it.
struct ShapeNeed: Sendable {
  var digits: Int32 = 0
  var digitsMax = Int32.max
  var characters: Int32 = 0

  var isNothing: Bool { digits == 0 && characters == 0 }

  init() {}

  init(of rule: DetectionRule) {
    digits = Int32(truncatingIfNeeded: rule.digitsMin)
    if rule.digitsMax > 0 { digitsMax = Int32(truncatingIfNeeded: rule.digitsMax) }
    characters = Int32(truncatingIfNeeded: rule.charactersMin)
  }

  func isMet(by group: DigitGroup) -> Bool { 
    group.digits >= digits && group.digits <= digitsMax && group.characters >= characters
  }
}
