/// What one rule says about its path before its names are resolved: enough to find conflicts.
struct RuleDefinition {
  /// `data.a.p[x]`, without the package for `ruleText`.
  var text: String
  var ruleText: String
  var location: Location
  var arity: Int
  var isDefault: Bool
  /// Defined with `contains`, or in Rego v0 by `p[x]`.
  var isMultiValue: Bool
  /// The whole reference is known without evaluating.
  var isGround: Bool
  var packageLocation: Location

  init(_ rule: Rule, in module: Module) {
    ruleText = rule.head.text
    text = (["data"] + module.package).joined(separator: ".") + "." + ruleText
    location = rule.location
    arity = rule.head.arguments?.count ?? 0
    isDefault = rule.isDefault
    isMultiValue = rule.head.element != nil
    isGround = rule.head.reference.allSatisfy(\.isGround)
    packageLocation = module.packageLocation
  }
}

extension Head {
  /// The reference as written in a canonical form: `p.q[x]`.
  var text: String {
    var result = name
    for element in reference.dropFirst() { result += element.pathText }
    return result
  }
}
