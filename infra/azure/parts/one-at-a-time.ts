// The order in which the parts of an account change. Azure changes one thing of an account at a time and
// answers 409 RequestConflict to a second change at the same time.
import * as pulumi from '@pulumi/pulumi';

/**
 * The `dependsOn` of a part of an account: the part before it, and the component of both.
 *
 * The part before it decides when it is created. The component decides when it is deleted: Pulumi deletes
 * at the same time whatever has no direct dependency on another deleted resource. A direct dependency on a
 * component is one on every resource of the component that was registered earlier (`ScheduleDeletes` in
 * https://github.com/pulumi/pulumi/blob/master/pkg/resource/deploy/step_generator.go and `DependenciesOf` in
 * https://github.com/pulumi/pulumi/blob/master/pkg/resource/graph/dependency_graph.go). Naming every earlier
 * part instead would make the state grow with the square of their number: 14 MB for 400 blocklist items.
 *
 * @param component the parent of the part
 * @param earlier the parts registered so far
 */
export function oneAtATime(
  component: pulumi.Resource,
  earlier: readonly pulumi.Resource[],
): pulumi.Input<pulumi.Resource>[] {
  return [...earlier.slice(-1), toReference(component)];
}

/** The SDK replaces a component in `dependsOn` by its children, which here would wait for each other. */
function toReference(component: pulumi.Resource): Promise<pulumi.Resource> {
  return new Promise((resolve) => {
    component.urn.apply((urn) => {
      resolve(new pulumi.DependencyResource(urn));
    });
  });
}
