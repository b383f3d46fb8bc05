"""One student's charts."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from throughline.rooms.accounts import api as accounts
from throughline.rooms.students.charts import before_after, drawing
from throughline.rooms.students.charts.queries import charts_page
from throughline.rooms.students.directory.walk import find_walk
from throughline.rooms.students.sight.views import crumbs
from throughline.rooms.students.tabs import student_tabs


@require_safe
def show_charts(request: HttpRequest, student_id: int) -> HttpResponse:
    """Show how school goes for a student, beside the middle of those around them."""
    page = charts_page(accounts.viewer_of(request), student_id, at=timezone.now())
    walk = find_walk(request, page.student, "charts")
    shown = {
        "walk": walk,
        "page": page,
        "attendance": drawing.attendance_chart(page),
        "marks": [one for one in (drawing.marks_chart(page), drawing.marks_over_time(page)) if one],
        "results": list(drawing.result_charts(page)),
        "single": drawing.single_results(page),
        "behavior": drawing.behavior_chart(page),
        "by_month": drawing.incidents_over_time(page),
        "compared": {
            "attendance": before_after.attendance_words(page),
            "marks": before_after.mark_words(page),
            "behavior": before_after.incident_words(page),
        },
        "incidents": drawing.incidents_words(page),
        "crumbs": crumbs(page.student)[:1],
        "tabs": student_tabs(page.student, page.sight, "charts", asked=walk.carried if walk else ""),
    }
    return render(request, "charts/charts.html", shown)
